/** The optimizer {@code nadam}, a bundle of its own. */
@Version("1.0.0")
package org.fascicle.optimizer.nadam;

import org.osgi.annotation.versioning.Version;
