package org.dsd4j.examples.bench;

import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import org.jspecify.annotations.Nullable;

/**
 * One line of the benchmark.
 *
 * @param peer the library, with version, kernels and precision
 * @param model the network
 * @param batch the images or sequences in a step of training
 * @param size the images' height and width, or the steps of the sequences
 * @param parameters of the network
 * @param medianMs the median of the counted steps, in milliseconds
 * @param minMs the fastest of them
 * @param perS images, or steps of sequences, per second by the median
 * @param gflops operations of products and convolutions per second by the median, in 10⁹
 * @param peakGflops the highest rate of these kernels in this run on a large product or convolution
 * @param efficiency gflops / peakGflops
 * @param rssMb resident memory after the last step, in megabytes; null where unknown
 */
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
record BenchResult(
    String peer,
    String model,
    int batch,
    int size,
    long parameters,
    double medianMs,
    double minMs,
    double perS,
    double gflops,
    double peakGflops,
    double efficiency,
    @Nullable Long rssMb) {}
