/** Files of other systems that are made of the parts of our own archive. */
@NullMarked
package org.fascicle.core.format;

import org.jspecify.annotations.NullMarked;
