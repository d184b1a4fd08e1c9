package org.nightjar.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.lang.reflect.Modifier;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.nightjar.natives.NativeLibrary;
import org.nightjar.provider.jna.JnaProvider;
import org.nightjar.provider.jni.JniProvider;

/** What the jars tell GraalVM's native-image names what exists, and all that native code needs. */
final class NativeImageMetadataTest {
  private static JsonElement metadata(String module, String file) throws Exception {
    String name = "/META-INF/native-image/org.nightjar/" + module + "/" + file;
    try (InputStream in = NativeImageMetadataTest.class.getResourceAsStream(name);
        Reader reader = new InputStreamReader(in, StandardCharsets.UTF_8)) {
      return JsonParser.parseReader(reader);
    }
  }

  /** The classes of a file, each with all its methods; others must have the methods it names. */
  private static List<String> wholeClasses(String module, String file) throws Exception {
    List<String> names = new ArrayList<>();
    for (JsonElement element : metadata(module, file).getAsJsonArray()) {
      JsonObject entry = element.getAsJsonObject();
      Class<?> type = Class.forName(entry.get("name").getAsString());
      if (entry.has("allDeclaredMethods")) {
        assertThat(entry.get("allDeclaredMethods").getAsBoolean()).isTrue();
        names.add(type.getName());
      } else {
        assertThat(type).isEqualTo(OutOfMemoryError.class);
        assertThat(type.getDeclaredConstructor(String.class)).isNotNull();
      }
    }
    return names;
  }

  /** The classes of a provider's package, in its jar or, before that is made, in its folder. */
  private static List<String> simpleNames(Class<?> provider, String folder) throws Exception {
    Path home = Path.of(provider.getProtectionDomain().getCodeSource().getLocation().toURI());
    FileSystem jar = Files.isDirectory(home) ? null : FileSystems.newFileSystem(home);
    try (jar;
        Stream<Path> files = Files.list((jar == null ? home : jar.getPath("/")).resolve(folder))) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.endsWith(".class") && !name.equals("package-info.class"))
          .map(name -> name.substring(0, name.length() - ".class".length()))
          .sorted()
          .toList();
    }
  }

  /** The classes beside a provider that have native methods. */
  private static List<String> nativeClasses(Class<?> provider) throws Exception {
    String folder = provider.getPackageName().replace('.', '/');
    List<String> names = new ArrayList<>();
    for (String simple : simpleNames(provider, folder)) {
      Class<?> type = Class.forName(provider.getPackageName() + "." + simple);
      if (Arrays.stream(type.getDeclaredMethods())
          .anyMatch(method -> Modifier.isNative(method.getModifiers()))) {
        names.add(type.getName());
      }
    }
    return names;
  }

  @Test
  void every_native_method_of_the_jni_provider_is_there() throws Exception {
    assertThat(wholeClasses("nightjar-provider-jni", "jni-config.json"))
        .hasSize(10)
        .containsExactlyElementsOf(nativeClasses(JniProvider.class));
  }

  @Test
  void every_native_method_of_the_jna_provider_is_there() throws Exception {
    for (String file : List.of("jni-config.json", "reflect-config.json")) {
      assertThat(wholeClasses("nightjar-provider-jna", file))
          .isNotEmpty()
          .containsExactlyElementsOf(nativeClasses(JnaProvider.class));
    }
  }

  @Test
  void the_packed_libraries_are_there() throws Exception {
    JsonObject resources =
        metadata("nightjar-natives", "resource-config.json")
            .getAsJsonObject()
            .getAsJsonObject("resources");
    Pattern pattern =
        Pattern.compile(
            resources
                .getAsJsonArray("includes")
                .get(0)
                .getAsJsonObject()
                .get("pattern")
                .getAsString());
    for (String file : List.of("contents", "libnightjar.so", "libsecp256k1.so.1")) {
      assertThat("org/nightjar/natives/" + NativeLibrary.platform() + "/" + file).matches(pattern);
      assertThat("org/nightjar/natives/linux-aarch64/" + file).matches(pattern);
    }
    assertThat("org/nightjar/natives/NativeLibrary.class").doesNotMatch(pattern);
  }
}
