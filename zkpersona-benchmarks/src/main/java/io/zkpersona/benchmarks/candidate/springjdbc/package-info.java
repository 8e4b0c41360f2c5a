/** A candidate: see its class. Its entities are filled by reflection, hence not null-marked. */
package io.zkpersona.benchmarks.candidate.springjdbc;
