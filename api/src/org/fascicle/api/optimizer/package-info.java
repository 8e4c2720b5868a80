/** The contract of optimizers. */
@Version("0.2.0")
package org.fascicle.api.optimizer;

import org.osgi.annotation.versioning.Version;
