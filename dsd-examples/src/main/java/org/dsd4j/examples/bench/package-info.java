/** Times whole training steps, in the form of other libraries' scripts that do the same. */
@NullMarked
package org.dsd4j.examples.bench;

import org.jspecify.annotations.NullMarked;
