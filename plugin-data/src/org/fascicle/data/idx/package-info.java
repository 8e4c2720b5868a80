/** The data {@code idx}, a bundle of its own. */
@NullMarked
@Version("1.0.0")
package org.fascicle.data.idx;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.versioning.Version;
