/**
 * Plain JDBC as a service's ordinary code: a transaction for each call, and its statements one by
 * one.
 */
@NullMarked
package io.zkpersona.benchmarks.candidate.ordinary;

import org.jspecify.annotations.NullMarked;
