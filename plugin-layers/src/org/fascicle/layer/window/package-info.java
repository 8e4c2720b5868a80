/** Windows that slide over images and sequences; each bundle of a layer that has one holds a copy. */
@NullMarked
package org.fascicle.layer.window;

import org.jspecify.annotations.NullMarked;
