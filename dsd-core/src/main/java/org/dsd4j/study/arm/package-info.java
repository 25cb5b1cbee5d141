/**
 * The arms of a study: what is done to one network with one seed. An arm starts from fresh weights
 * or from those at the end of the dense phase, which the arms of a seed share.
 *
 * <p>Read {@link org.dsd4j.study.arm.Arm}, {@link org.dsd4j.study.arm.ArmRun}, then the arms, one
 * file each.
 *
 * <p>Does not belong here: what arms say together, seeds, files of rows.
 */
@NullMarked
package org.dsd4j.study.arm;

import org.jspecify.annotations.NullMarked;
