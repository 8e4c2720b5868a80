/** The data {@code digits}, a bundle of its own. */
@NullMarked
@Version("1.0.0")
package org.fascicle.data.digits;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.versioning.Version;
