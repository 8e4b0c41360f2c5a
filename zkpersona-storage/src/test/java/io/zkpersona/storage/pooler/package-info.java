/** Behind PgBouncer in transaction mode, where sessions are shared. */
package io.zkpersona.storage.pooler;
