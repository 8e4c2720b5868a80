/** Gradients clipped by their global norm, as a third party writes it. */
@Version("1.2.0")
package com.example.transform.globalnorm;

import org.osgi.annotation.versioning.Version;
