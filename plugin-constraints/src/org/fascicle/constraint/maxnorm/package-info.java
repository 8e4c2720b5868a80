/** The constraint {@code max_norm}, a bundle of its own. */
@Version("1.0.0")
package org.fascicle.constraint.maxnorm;

import org.osgi.annotation.versioning.Version;
