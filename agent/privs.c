/* SPDX-License-Identifier: BSD-2-Clause */
/* Gives up privileges by libcap-ng. */
#include "privs.h"

#include <cap-ng.h>
#include <errno.h>
#include <pwd.h>
#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>
#include <unistd.h>

static const struct passwd *find_user(const char *user, char *error, size_t error_size)
{
	const struct passwd *entry;

	errno = 0;
	entry = getpwnam(user);
	if (entry == NULL)
		snprintf(error, error_size,
		    "user %s: %s; make it (`useradd --system --shell /usr/sbin/nologin %s`) or "
		    "name another by `user`",
		    user, errno != 0 ? strerror(errno) : "no such user", user);
	return entry;
}

bool privs_have(unsigned capability)
{
	capng_get_caps_process();
	return capng_have_capability(CAPNG_EFFECTIVE, capability);
}

bool privs_check(const char *user, char *error, size_t error_size)
{
	return geteuid() != 0 || find_user(user, error, error_size) != NULL;
}

/* Asks for the capability alone; one that the process has not cannot be kept. */
static void choose(unsigned capability)
{
	bool have;

	capng_get_caps_process();
	have = capability != PRIVS_NONE && capng_have_capability(CAPNG_PERMITTED, capability);
	capng_clear(CAPNG_SELECT_BOTH);
	if (have)
		capng_update(CAPNG_ADD, CAPNG_EFFECTIVE | CAPNG_PERMITTED, capability);
}

static bool drop_root(const char *user, unsigned capability, char *error, size_t error_size)
{
	const struct passwd *entry = find_user(user, error, error_size);
	int status;

	if (entry == NULL)
		return false;
	if (entry->pw_uid == 0) {
		snprintf(error, error_size, "user %s is root: name another by `user`", user);
		return false;
	}
	choose(capability);
	status = capng_change_id(
	    (int)entry->pw_uid, (int)entry->pw_gid, CAPNG_INIT_SUPP_GRP | CAPNG_CLEAR_BOUNDING);
	if (status == 0)
		return true;
	snprintf(
	    error, error_size, "cannot become user %s: %s (%d)", user, strerror(errno), status);
	return false;
}

static bool drop_rest(unsigned capability, char *error, size_t error_size)
{
	choose(capability);
	/* The bounding set is root's to change; no_new_privs makes it meaningless. */
	if (capng_apply(CAPNG_SELECT_CAPS) == 0)
		return true;
	snprintf(error, error_size, "cannot give up capabilities: %s", strerror(errno));
	return false;
}

bool privs_drop(const char *user, unsigned capability, char *error, size_t error_size)
{
	bool dropped = geteuid() == 0 ? drop_root(user, capability, error, error_size)
				      : drop_rest(capability, error, error_size);

	if (!dropped)
		return false;
	if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0) {
		snprintf(error, error_size, "no_new_privs: %s", strerror(errno));
		return false;
	}
	return true;
}
