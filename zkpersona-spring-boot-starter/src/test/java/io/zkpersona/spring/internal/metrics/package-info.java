/** Meters and listeners in an application. */
package io.zkpersona.spring.internal.metrics;
