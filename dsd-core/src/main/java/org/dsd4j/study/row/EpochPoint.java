package org.dsd4j.study.row;

/**
 * One epoch of a cell, for curves.
 *
 * @param phase the phase, such as {@code dense}
 * @param trainingLoss the mean loss during training
 * @param validationLoss the loss on the validation part
 * @param validation the metric on the validation part
 */
public record EpochPoint(
    String phase, double trainingLoss, double validationLoss, double validation) {}
