package org.dsd4j.statistics;

/**
 * The result of the two-sided t test of paired values (Student, "The probable error of a mean",
 * Biometrika 1908): t = mean difference / (deviation of the differences / √n).
 *
 * @param statistic t; infinite if all differences are equal and not 0, and 0 if all are 0
 * @param degrees the degrees of freedom, n − 1
 * @param p the probability of a t at least as far from 0 if there were no difference; 0 if t is
 *     infinite, 1 if it is 0
 */
public record PairedT(double statistic, int degrees, double p) {}
