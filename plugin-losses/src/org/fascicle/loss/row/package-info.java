/** What losses share that compare number by number; a private part of each of their bundles. */
@NullMarked
package org.fascicle.loss.row;

import org.jspecify.annotations.NullMarked;
