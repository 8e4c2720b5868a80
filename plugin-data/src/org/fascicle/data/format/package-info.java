/** The IDX file format of MNIST and its kin. Packed privately into each bundle that reads such files. */
@NullMarked
package org.fascicle.data.format;

import org.jspecify.annotations.NullMarked;
