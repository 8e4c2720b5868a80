/** The regularizer {@code orthogonal}, a bundle of its own. */
@Version("1.0.0")
package org.fascicle.regularizer.orthogonal;

import org.osgi.annotation.versioning.Version;
