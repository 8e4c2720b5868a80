/** The optimizer {@code lamb}, a bundle of its own. */
@Version("1.0.0")
package org.fascicle.optimizer.lamb;

import org.osgi.annotation.versioning.Version;
