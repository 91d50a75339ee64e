/* SPDX-License-Identifier: BSD-2-Clause */
/* Sorts many rows by a number in each. */
#ifndef MIBS_SORT_H
#define MIBS_SORT_H

#include <stddef.h>
#include <stdint.h>

/*
 * The numbers of count (below 2^32) rows in the order of the uint32_t at keys, of which each row has
 * one, step octets apart; rows with equal keys stay in their order.  The caller's to free; NULL: no
 * memory.
 */
uint32_t *sort_numbered(const uint8_t *keys, size_t step, size_t count);

#endif
