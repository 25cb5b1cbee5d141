/**
 * The command that trains speech recognition, and what it judges transcripts by.
 *
 * <p>Read {@code SpeechCommand}, {@code SpeechCorpus}, {@code TranscriptJudge}.
 *
 * <p>Does not belong here: anything that commands of another field need.
 */
@NullMarked
package org.dsd4j.examples.speech;

import org.jspecify.annotations.NullMarked;
