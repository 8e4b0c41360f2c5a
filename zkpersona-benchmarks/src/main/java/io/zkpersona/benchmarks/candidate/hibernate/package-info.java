/**
 * A candidate: see its class. Its entities are filled by reflection, and therefore not null-marked.
 */
package io.zkpersona.benchmarks.candidate.hibernate;
