// SPDX-License-Identifier: AGPL-3.0-or-later
// Shares by the device's own menu, else copies the address; no third party is told.
export function start(root) {
  const button = root.querySelector("button");
  const said = root.querySelector("[role=status]");
  if (!button || !said) throw new Error("the root needs a <button> and a [role=status]");
  const { address, title, copied } = root.dataset;

  button.addEventListener("click", async () => {
    try {
      if (navigator.share) return await navigator.share({ title, url: address });
      await navigator.clipboard.writeText(address);
      said.textContent = copied;
    } catch (error) {
      if (error.name !== "AbortError") said.textContent = address;
    }
  });
  root.hidden = false;
}
