/** Random rows, to measure with. */
@NullMarked
@Version("1.0.0")
package org.fascicle.data.random;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.versioning.Version;
