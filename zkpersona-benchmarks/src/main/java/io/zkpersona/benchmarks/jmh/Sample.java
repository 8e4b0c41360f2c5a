package io.zkpersona.benchmarks.jmh;

import io.zkpersona.benchmarks.candidate.Candidates;

/**
 * One turn of one candidate.
 *
 * @param measurement the label of the measurement
 * @param candidate the candidate
 * @param round the round, from 1
 * @param micros the time per call in microseconds
 * @param bytes the bytes allocated by the client per call
 * @param cpuMicros the processor time of all client threads per call in microseconds
 */
public record Sample(
    String measurement,
    Candidates candidate,
    int round,
    double micros,
    double bytes,
    double cpuMicros) {}
