/** Networks for text: language models and classifiers. */
@NullMarked
package org.dsd4j.models.text;

import org.jspecify.annotations.NullMarked;
