/** The regularizer {@code l1}, a bundle of its own. */
@NullMarked
@Version("1.0.0")
package org.fascicle.regularizer.l1;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.versioning.Version;
