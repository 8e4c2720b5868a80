/** The contract of losses. */
@Version("0.1.0")
package org.fascicle.api.loss;

import org.osgi.annotation.versioning.Version;
