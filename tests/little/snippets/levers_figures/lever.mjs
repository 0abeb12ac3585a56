/* A slider for the other arm, and the force that is needed there. */
export default function lever(room, { force, arm }) {
  const slider = room.appendChild(document.createElement("input"));
  Object.assign(slider, { type: "range", min: 1, max: 6, step: 1, value: arm, ariaLabel: "力臂" });
  const told = room.appendChild(document.createElement("p"));
  told.className = "lever-told";
  const tell = () => (told.textContent = `力是 ${(force * arm) / slider.value}`);
  slider.addEventListener("input", tell);
  tell();
}
