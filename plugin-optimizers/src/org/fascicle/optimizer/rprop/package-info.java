/** The optimizer {@code rprop}, a bundle of its own. */
@Version("1.0.0")
package org.fascicle.optimizer.rprop;

import org.osgi.annotation.versioning.Version;
