/* SPDX-License-Identifier: BSD-2-Clause */
/* A port: one monitored interface or one replayed file, its lock, its clock and its collectors. */
#ifndef PROBE_PORT_H
#define PROBE_PORT_H

#include <bsd/sys/queue.h>
#include <net/if.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>

#include "capture.h"
#include "fcs.h"
#include "frame.h"
#include "group.h"
#include "nic.h"
#include "queue.h"

/*
 * Locking: port->lock guards everything below "guarded".  The capture thread (or, in a replay, the
 * main thread) holds it for one batch of at most PORT_BATCH packets; the main thread takes it to
 * copy or to change, and never holds two ports' locks at once.
 */
#define PORT_BATCH 64

enum port_state {
	PORT_RUNNING = 1,
	PORT_DOWN,
	PORT_GONE,
	PORT_ENDED,
	PORT_FAILED
};

enum offload_mode {
	OFFLOAD_AUTO,
	OFFLOAD_OFF,
	OFFLOAD_KEEP
};

enum port_offloads {
	OFFLOADS_NOT_APPLICABLE = 1,
	OFFLOADS_OFF,
	OFFLOADS_KEPT,
	OFFLOADS_UNKNOWN
};

/* One `probe` line, -i or -r; defaults from port_config_init(). */
struct port_config {
	char name[IFNAMSIZ]; /* of the interface; empty for a file */
	const char *file;    /* capture file; NULL for an interface */
	enum offload_mode offloads;
	enum fcs_mode fcs;
	struct frame_rules rules;
	uint64_t speed; /* bit/s; 0: ask the interface */
	size_t ring;    /* octets of kernel buffer */
	bool promiscuous;
	bool align; /* history on the hour */
};

/* What the port itself counted. */
struct port_figures {
	uint64_t packets;
	uint64_t octets;   /* RMON octets, FCS included */
	uint64_t oversize; /* frames longer than max-frame allows: bad, or not frames of the wire */
	uint64_t ring_drops;
	uint64_t interface_drops;
	uint64_t other_link_type;
	uint64_t time_steps;
	uint64_t cut;
	uint64_t evictions;            /* of collectors that are gone */
	uint64_t damage[DAMAGE_KINDS]; /* by enum damage; [DAMAGE_NONE] is unused */
};

struct port {
	/* set before the port starts, then constant */
	unsigned number; /* 1 .. 65535: p of the default rows */
	struct port_config config;
	char name[IFNAMSIZ]; /* eth0, or replay1 */
	const char *link_name;
	enum link_type link;

	pthread_mutex_t lock;

	/* guarded */
	LIST_HEAD(, group) groups;
	struct port_figures figures;
	struct fcs fcs;
	uint64_t clock;    /* ns: the latest time seen or ticked */
	int64_t wall;      /* ns: wall clock = clock + wall */
	int64_t last_wall; /* ns: wall time of the latest packet; a lower one is a time step */
	uint32_t ifindex;  /* 60001 .. for files */
	uint64_t speed;    /* bit/s, 0 unknown */
	enum port_state state;
	enum port_offloads offloads;
	bool lost; /* loss was noticed: the next packet carries PACKET_AFTER_LOSS */
	bool oversize_told;
	bool fired;         /* a channel generated an event for the packet under way */
	struct queue queue; /* what the main thread is to hear */
	struct nic_counters nic_counters; /* at the last port_poll_nic() */

	/*
	 * Set before the port starts: takes a sentence for the administrator, as "interface eth0 is
	 * down".  Called without the lock, from any thread.  NULL: nobody listens.
	 */
	void (*notice)(void *arg, const struct port *port, const char *sentence);
	void *notice_arg;

	atomic_uint waiting; /* threads that want the lock while another holds it */

	/* of the main thread */
	struct nic *nic;   /* NULL: a file, or never started */
	bool nic_baseline; /* nic_counters hold a first read */

	/* of the thread */
	struct capture *capture;
	pthread_t thread;
	bool started;
	int stop_fd; /* eventfd: written once to end the thread */
};

void port_config_init(struct port_config *config);

/*
 * Makes a port from its configuration; nothing runs yet.  A file is opened and its first packet
 * read; an interface is opened for capture.  NULL: error holds a sentence that names the
 * interface or file.  The config's strings must outlive the port.
 */
struct port *port_open(
    const struct port_config *config, unsigned number, char *error, size_t error_size);
void port_close(struct port *port); /* stops the thread; collectors must be detached before */

/*
 * Live ports: start the capture thread.  0, or -1 with errno.  Threads keep the capabilities of
 * their maker: drop privileges first.
 */
int port_start(struct port *port);
void port_stop(struct port *port); /* a port that was not started is left as it is */

/*
 * Live ports, main thread, once a second: asks the NIC for what the capture cannot see, without
 * the lock, and stores the results under it.
 */
void port_poll_nic(struct port *port);

/*
 * Says once, by port->notice, if more than one frame in a thousand was too long.  Live ports do so
 * by themselves; for others call it at the end.  Lock not held.
 */
void port_tell_oversize(struct port *port);

/* A waiting thread is let in after the batch under way, even when packets never end. */
static inline void port_lock(struct port *port)
{
	if (pthread_mutex_trylock(&port->lock) == 0)
		return;
	atomic_fetch_add(&port->waiting, 1);
	pthread_mutex_lock(&port->lock);
	atomic_fetch_sub(&port->waiting, 1);
}

static inline void port_unlock(struct port *port)
{
	pthread_mutex_unlock(&port->lock);
}

/*
 * Link a collector to the port (it counts from now on, the port's clock goes there) or unlink it;
 * both take the lock.
 */
void port_attach(struct port *port, struct group *group, uint64_t now);
void port_detach(struct group *group);

/* Unlinks a collector if it is attached, and frees it.  NULL is allowed. */
void group_close(struct group *group);

/* The ifIndex of the port, which changes when its interface goes and comes back; takes the lock. */
uint32_t port_ifindex(struct port *port);

/*
 * What is done now comes after all that the port saw: its clock goes there, without a tick, unless
 * it is that of a file that ended.  Lock held.
 */
void port_advance(struct port *port, uint64_t now);

/* A wall time on the port's clock: never before port->clock, nor beyond what an int64_t holds. */
uint64_t port_time(const struct port *port, int64_t wall);

/*
 * One frame through FCS test, decoder, measure and all collectors; lock held.  The frame's wall
 * time becomes port time by port->wall; a time before port->clock counts as port->clock.
 */
void port_input(struct port *port, const struct frame *frame);

/* Let time pass to now (never back); lock held. */
void port_tick(struct port *port, uint64_t now);

/* Report what the capture or the NIC noticed; lock held. */
void port_loss(struct port *port, const struct loss *loss);

#endif
