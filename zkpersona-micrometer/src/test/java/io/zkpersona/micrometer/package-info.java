/** Meters, spans and the dashboard, after real calls on a real server. */
package io.zkpersona.micrometer;
