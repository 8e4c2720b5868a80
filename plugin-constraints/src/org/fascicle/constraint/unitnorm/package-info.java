/** The constraint {@code unit_norm}, a bundle of its own. */
@Version("1.0.0")
package org.fascicle.constraint.unitnorm;

import org.osgi.annotation.versioning.Version;
