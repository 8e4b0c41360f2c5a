package io.zkpersona.benchmarks.jmh;

import io.zkpersona.benchmarks.candidate.Candidates;

/**
 * One turn of one candidate.
 *
 * @param measurement the label of what was measured
 * @param candidate whose turn it was
 * @param round in which round, from 1 on
 * @param micros time per call in microseconds
 * @param bytes what the client allocated per call
 * @param cpuMicros processor time of the client per call in microseconds, of all its threads
 */
public record Sample(
    String measurement,
    Candidates candidate,
    int round,
    double micros,
    double bytes,
    double cpuMicros) {}
