/* SPDX-License-Identifier: BSD-2-Clause */
/* Instance identifiers: index fields to subidentifiers and back, and their order. */
#ifndef MIBS_KEY_H
#define MIBS_KEY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "value.h"

enum index_form {
	INDEX_U32, /* INTEGER: one subidentifier */
	INDEX_MAC, /* OCTET STRING of 6 octets without a fixed size: length first, then octets */
};

/* One part of an instance identifier: where its field lies in the row. */
struct index_part {
	enum index_form form;
	uint16_t offset;
};

/* How RFC 3416 orders names: subidentifier by subidentifier, a prefix first.  <0, 0, >0. */
int key_compare(const uint32_t *a, size_t a_len, const uint32_t *b, size_t b_len);

/* Appends the row's index to key, which has room for OID_MAX; returns the new length. */
size_t key_encode(
    const struct index_part *parts, size_t count, const void *row, uint32_t *key, size_t len);

/* Sets the row's index fields from the whole of key; false: key is no such index. */
bool key_decode(
    const struct index_part *parts, size_t count, const uint32_t *key, size_t len, void *row);

#endif
