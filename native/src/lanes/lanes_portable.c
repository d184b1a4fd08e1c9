#include "lanes/engine.h"

const nji_lanes_engine nji_lanes_portable = {"portable", 0, decompress, make_table, multiply, add_products, compress};
