/* parts.h - the parts of a peel in a batch, each beside the least that this processor needs for it: its field multiplications, hash
 * blocks or stream at the rate at which they go when nothing else is in the way. An operation is the part of one onion. */
#ifndef NJ_BENCH_PARTS_H
#define NJ_BENCH_PARTS_H

#include "sampler.h"

#define PARTS_STEP 32 /* packets that the core takes through each step together */

/* Makes what the parts work on; 0 if this machine has no engine for eight points at once. */
int parts_set_up(void);

/* Ephemeral key to point; its comb; two multiplications; two products written; SHA-256 and HMACs; ChaCha20. */
sampler_work part_decompress, part_table, part_multiply, part_compress, part_hash, part_stream;
sampler_work floor_decompress, floor_table, floor_multiply, floor_compress, floor_hash, floor_stream;

/* `products` multiplications and `squares` squarings of eight field elements, as fast as they go. */
void floor_field(size_t products, size_t squares);

#endif
