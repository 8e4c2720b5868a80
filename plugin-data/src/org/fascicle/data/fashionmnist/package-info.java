/** The data {@code fashion_mnist}, a bundle of its own. */
@NullMarked
@Version("1.0.0")
package org.fascicle.data.fashionmnist;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.versioning.Version;
