/** The optimizer {@code lars}, a bundle of its own. */
@Version("1.0.0")
package org.fascicle.optimizer.lars;

import org.osgi.annotation.versioning.Version;
