/** How this module is built; nothing in here is for callers. */
package io.zkpersona.domain.internal;
