package org.nightjar.sim;

import java.lang.reflect.Array;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.nightjar.Nightjar;
import org.nightjar.async.Environment;
import org.nightjar.async.Routes;
import org.nightjar.async.store.Store;

/** Finds bytes in what objects can reach: fields of Nightjar's classes, collections, arrays. */
final class MemorySearch {
  private final Secrets secrets = new Secrets();
  private final Set<Object> seen = Collections.newSetFromMap(new IdentityHashMap<>());
  private final Deque<Object> queue = new ArrayDeque<>();
  private int visited;

  MemorySearch(byte[] secret) {
    secrets.keep(secret);
  }

  /** Whether it is anywhere; what all nodes share is left out. */
  boolean finds(Object... roots) {
    for (Object root : roots) {
      add(root);
    }
    while (!queue.isEmpty()) {
      Object object = queue.remove();
      visited++;
      if (object instanceof byte[] bytes) {
        if (secrets.areIn(bytes)) {
          return true;
        }
      } else {
        follow(object);
      }
    }
    return false;
  }

  int visited() {
    return visited;
  }

  private void add(@Nullable Object object) {
    if (object != null && !isShared(object) && seen.add(object)) {
      queue.add(object);
    }
  }

  /** What leads to other nodes, and the store, whose records are searched by themselves. */
  private static boolean isShared(Object object) {
    return object instanceof Environment
        || object instanceof Nightjar
        || object instanceof Routes
        || object instanceof Store
        || object instanceof Simulation
        || object instanceof SimNode;
  }

  private void follow(Object object) {
    if (object instanceof Map<?, ?> map) {
      map.forEach(
          (key, value) -> {
            add(key);
            add(value);
          });
    } else if (object instanceof Collection<?> collection) {
      collection.forEach(this::add);
    } else if (object instanceof Optional<?> optional) {
      optional.ifPresent(this::add);
    } else if (object instanceof Object[]) {
      for (int i = 0; i < Array.getLength(object); i++) {
        add(Array.get(object, i));
      }
    } else if (object.getClass().getName().startsWith("org.nightjar.")) {
      followFields(object);
    }
  }

  private void followFields(Object object) {
    for (Class<?> type = object.getClass(); type != Object.class; type = type.getSuperclass()) {
      if (!type.getName().startsWith("org.nightjar.")) {
        return;
      }
      for (Field field : type.getDeclaredFields()) {
        if (!Modifier.isStatic(field.getModifiers()) && !field.getType().isPrimitive()) {
          field.setAccessible(true);
          try {
            add(field.get(object));
          } catch (IllegalAccessException e) {
            throw new AssertionError(e);
          }
        }
      }
    }
  }
}
