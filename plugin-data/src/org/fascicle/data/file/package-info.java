/** Finding and opening data files. Packed privately into each bundle that reads files. */
@NullMarked
package org.fascicle.data.file;

import org.jspecify.annotations.NullMarked;
