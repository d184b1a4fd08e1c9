/* A plugin for qemu's user mode: writes how many instructions the program executed, when it ends.
 *
 *     cc -shared -fPIC -O2 -o count.so count_instructions.c
 *     qemu-aarch64 -plugin ./count.so -d plugin -D FILE program
 *
 * Debian packages no header of the plugin interface, so what is used of it is declared here (QEMU manual, "TCG Plugins"; version 1
 * of the interface, which Debian 12 has). One thread only. */
#include <inttypes.h>
#include <stdint.h>
#include <stdio.h>

#define EXPORT __attribute__((visibility("default")))

struct qemu_plugin_tb;
typedef uint64_t plugin_id;

void qemu_plugin_register_vcpu_tb_trans_cb(plugin_id id, void (*translated)(plugin_id id, struct qemu_plugin_tb *block));
void qemu_plugin_register_vcpu_tb_exec_cb(struct qemu_plugin_tb *block, void (*executed)(unsigned cpu, void *data), int flags,
                                          void *data);
void qemu_plugin_register_atexit_cb(plugin_id id, void (*ended)(plugin_id id, void *data), void *data);
size_t qemu_plugin_tb_n_insns(const struct qemu_plugin_tb *block);
void qemu_plugin_outs(const char *text);

EXPORT int qemu_plugin_version = 1;

static uint64_t executed_count;

/* A block runs to its end, or the program leaves it by a signal. */
static void executed(unsigned cpu, void *count) {
    (void)cpu;
    executed_count += (uintptr_t)count;
}

static void translated(plugin_id id, struct qemu_plugin_tb *block) {
    (void)id;
    qemu_plugin_register_vcpu_tb_exec_cb(block, executed, 0, (void *)(uintptr_t)qemu_plugin_tb_n_insns(block));
}

static void ended(plugin_id id, void *data) {
    char text[32];
    (void)id;
    (void)data;
    snprintf(text, sizeof text, "%" PRIu64 "\n", executed_count);
    qemu_plugin_outs(text);
}

EXPORT int qemu_plugin_install(plugin_id id, const void *machine, int argc, char **argv) {
    (void)machine;
    (void)argc;
    (void)argv;
    qemu_plugin_register_vcpu_tb_trans_cb(id, translated);
    qemu_plugin_register_atexit_cb(id, ended, NULL);
    return 0;
}
