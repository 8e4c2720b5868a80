/** What the code of a bundle refers to, read from its classes without running them. */
@NullMarked
package org.fascicle.tck.code;

import org.jspecify.annotations.NullMarked;
