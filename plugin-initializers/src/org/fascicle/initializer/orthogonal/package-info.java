/** The initializer {@code orthogonal}, a bundle of its own. */
@Version("1.0.0")
package org.fascicle.initializer.orthogonal;

import org.osgi.annotation.versioning.Version;
