/** The loss {@code hinge}, a bundle of its own. */
@Version("1.0.0")
package org.fascicle.loss.hinge;

import org.osgi.annotation.versioning.Version;
