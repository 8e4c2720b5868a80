/** What all formats do with files. */
@NullMarked
package org.fascicle.format.file;

import org.jspecify.annotations.NullMarked;
