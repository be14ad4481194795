function ([texts, patterns, places]) {
  // Streamlit has no setting for these words. Only whole texts inside its own parts change; React keeps its nodes.
  const inside = places.map((name) => `[data-testid="${name}"]`).join(",");
  const attributes = ["aria-label", "title", "placeholder"];
  const ours = (text) => {
    const key = text.trim();
    if (Object.hasOwn(texts, key)) return texts[key];
    for (const [pattern, said] of patterns) {
      const found = new RegExp(pattern).exec(key);
      if (found) return said.replace(/\$(\d)/g, (_, number) => found[number] ?? "");
    }
    return null;
  };
  const speak = (node) => {
    if (node.nodeType === Node.TEXT_NODE) {
      const said = ours(node.nodeValue);
      if (said !== null && node.nodeValue !== said && node.parentElement?.closest(inside)) node.nodeValue = said;
    } else if (node.nodeType === Node.ELEMENT_NODE) {
      for (const name of attributes) {
        const value = node.getAttribute(name);
        const said = value && ours(value);
        if (said && said !== value && node.closest(inside)) node.setAttribute(name, said);
      }
      node.childNodes.forEach(speak);
    }
  };
  new MutationObserver((changes) => {
    for (const change of changes) {
      if (change.type === "childList") change.addedNodes.forEach(speak);
      else speak(change.target);
    }
  }).observe(document.documentElement, {
    subtree: true, childList: true, characterData: true, attributes: true, attributeFilter: attributes,
  });
}
