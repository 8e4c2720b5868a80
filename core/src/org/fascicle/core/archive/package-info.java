/** The archive: one file that holds a trained network as data. */
@NullMarked
package org.fascicle.core.archive;

import org.jspecify.annotations.NullMarked;
