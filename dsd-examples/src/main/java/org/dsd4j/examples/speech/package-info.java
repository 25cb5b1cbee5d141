/**
 * The command that trains speech recognition, and its evaluation of transcripts.
 *
 * <p>Read {@code SpeechCommand}, {@code SpeechCorpus}, {@code TranscriptJudge}.
 *
 * <p>Does not belong here: classes for the commands of other fields.
 */
@NullMarked
package org.dsd4j.examples.speech;

import org.jspecify.annotations.NullMarked;
