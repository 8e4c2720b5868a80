/** Brier score, as a third party writes it. */
@Version("1.2.0")
package com.example.loss.brier;

import org.osgi.annotation.versioning.Version;
