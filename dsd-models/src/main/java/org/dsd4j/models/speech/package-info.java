/** Networks for speech: audio features in, symbols for CTC out. */
@NullMarked
package org.dsd4j.models.speech;

import org.jspecify.annotations.NullMarked;
