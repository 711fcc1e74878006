"""Directories of the company (LDAP, SCIM), read only: the groups in them may be networks, and a group here can follow one."""
