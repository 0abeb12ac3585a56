/* A slider for the stretch, and the energy. */
export default function spring(room, { k, x }) {
  const slider = room.appendChild(document.createElement("input"));
  Object.assign(slider, { type: "range", min: 0, max: 6, step: 1, value: x, ariaLabel: "伸长" });
  const told = room.appendChild(document.createElement("p"));
  told.className = "spring-told";
  const tell = () => (told.textContent = `能量是 ${(k * slider.value ** 2) / 2}`);
  slider.addEventListener("input", tell);
  tell();
}
